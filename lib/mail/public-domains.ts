/**
 * Domains where anybody gets an address: to share one of these with somebody says nothing. The list is short on purpose and
 * cannot be complete; what it misses costs a label, as a shared domain only counts when it was authenticated.
 */
const PUBLIC_DOMAINS = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es live.com live.co.uk
  live.fr live.nl live.de msn.com outlook.fr outlook.de outlook.es outlook.jp yahoo.com yahoo.co.uk yahoo.co.jp yahoo.fr yahoo.de
  yahoo.it yahoo.es yahoo.in yahoo.co.in yahoo.com.br ymail.com rocketmail.com aol.com aim.com icloud.com me.com mac.com
  proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.com tuta.io fastmail.com fastmail.fm hey.com zoho.com zohomail.com
  gmx.com gmx.net gmx.de gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org orange.fr wanadoo.fr free.fr laposte.net
  sfr.fr libero.it virgilio.it tiscali.it alice.it mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com ya.ru rambler.ru
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com naver.com daum.net hanmail.net rediffmail.com
  uol.com.br bol.com.br terra.com.br seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl gmx.fr bluewin.ch
  btinternet.com sky.com virginmedia.com comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bigpond.com optusnet.com.au
  mail.com email.com usa.com hushmail.com duck.com privaterelay.appleid.com mailinator.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp`
    .split(/\s+/)
    .filter(Boolean),
);

/** Whether strangers share this domain (lower case). */
export function isPublicDomain(domain: string): boolean {
  return PUBLIC_DOMAINS.has(domain);
}
