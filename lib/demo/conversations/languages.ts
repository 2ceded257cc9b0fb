import { picture } from "../files";
import { mara, support, yuki } from "../people";
import type { DemoConversation, Person } from "../post";

const DAY = 24 * 60;
const jonas: Person = { name: "Jonas Brückner", address: "jonas.brueckner@waldpost.example" };
const elise: Person = { name: "Élise Fournier", address: "elise.fournier@courriel.example" };
const lucia: Person = { name: "Lucía Peña", address: "lucia.pena@correo.example" };
const haruka: Person = { name: "佐藤 遥", address: "haruka.sato@yama.example" };
const omar: Person = { name: "عمر الخطيب", address: "omar.alkhatib@barid.example" };
const beatriz: Person = { name: "Beatriz Gonçalves", address: "beatriz@trilhos.example" };

const german: DemoConversation = {
  key: "verbogener-topfhalter",
  mails: [
    {
      from: jonas,
      subject: "Topfhalter verbogen angekommen – Bestellung 40817",
      minutesAgo: 2 * DAY + 95,
      as: "mime",
      html: '<p>Guten Tag,</p><p>das Paket kam heute, leider ist ein Arm des Topfhalters verbogen. Man sieht es auf dem Foto links:</p><p><img src="cid:topfhalter@waldpost.example" width="420" alt="Verbogener Arm des Topfhalters"></p><p>Der Karton war außen unbeschädigt. Können Sie mir einen neuen schicken? Am Wochenende wollte ich los.</p><p>Viele Grüße<br>Jonas Brückner</p>',
      text: "Guten Tag,\n\ndas Paket kam heute, leider ist ein Arm des Topfhalters verbogen. Man sieht es auf dem Foto links.\n\nDer Karton war außen unbeschädigt. Können Sie mir einen neuen schicken? Am Wochenende wollte ich los.\n\nViele Grüße\nJonas Brückner",
      files: [
        {
          filename: "topfhalter.png",
          contentType: "image/png",
          bytes: picture(420, 260, [201, 214, 222], [64, 84, 92]),
          contentId: "topfhalter@waldpost.example",
        },
      ],
    },
    {
      from: mara,
      to: [jonas],
      cc: [support],
      subject: "Re: Topfhalter verbogen angekommen – Bestellung 40817",
      minutesAgo: 2 * DAY + 40,
      text: "Guten Tag Herr Brückner,\n\ndas tut mir leid. Ein neuer Topfhalter geht heute um 16 Uhr raus und sollte am Freitag da sein. Den alten müssen Sie nicht zurückschicken.\n\nSchöne Grüße\nMara Lindqvist",
    },
    {
      from: jonas,
      subject: "Re: Topfhalter verbogen angekommen – Bestellung 40817",
      minutesAgo: 46,
      quotes: true,
      text: "Ist angekommen, passt. Danke für die schnelle Hilfe!\n\nJonas Brückner",
    },
  ],
};

const french: DemoConversation = {
  key: "garantie-bruleur",
  mails: [
    {
      from: elise,
      subject: "Garantie du brûleur après deux ans",
      minutesAgo: 3 * DAY + 190,
      text: "Bonjour,\n\nmon Ridge 1, acheté en mai il y a deux ans, ne s’allume plus avec le piézo (avec une allumette, tout va bien). Est-ce encore couvert par la garantie ? J’ai gardé la facture.\n\nMerci d’avance,\nÉlise Fournier",
    },
    {
      from: mara,
      to: [elise],
      cc: [support],
      subject: "Re: Garantie du brûleur après deux ans",
      minutesAgo: 3 * DAY + 60,
      text: "Bonjour Madame Fournier,\n\noui : la garantie est de cinq ans, allumage compris. Envoyez-nous une photo de la facture et votre adresse, et le piézo de rechange part demain. Il se visse à la main.\n\nBien à vous,\nMara Lindqvist",
    },
  ],
};

const spanish: DemoConversation = {
  key: "cambio-direccion",
  mails: [
    {
      from: lucia,
      subject: "Cambiar la dirección del pedido 40902",
      minutesAgo: 200,
      text: "Hola:\n\n¿Todavía puedo cambiar la dirección de envío? Me mudo el viernes y el paquete llegaría al piso antiguo.\n\nLa nueva es: Calle del Pozo 14, 2.º B, 37001 Salamanca.\n\n¡Gracias!\nLucía Peña",
    },
    {
      from: lucia,
      subject: "Re: Cambiar la dirección del pedido 40902",
      minutesAgo: 171,
      text: "Perdón, me olvidé del teléfono para el repartidor: 600 000 000. Si ya ha salido, no pasa nada, lo recoge mi vecina.",
    },
  ],
};

const japanese: DemoConversation = {
  key: "cartridge-gokansei",
  mails: [
    {
      from: haruka,
      subject: "ガスカートリッジの互換性について",
      minutesAgo: 1 * DAY + 830,
      as: "mime",
      text: "フェルンヒル サポートご担当者様\n\nはじめまして、佐藤と申します。\nRidge 2 は日本で売られているOD缶（ネジ式、EN417準拠）でも使えますでしょうか。\nまた、気温が氷点下になる場合、どの種類のガスがおすすめですか。\n\nお手数ですが、よろしくお願いいたします。\n\n佐藤 遥",
    },
    {
      from: yuki,
      to: [haruka],
      cc: [support],
      subject: "Re: ガスカートリッジの互換性について",
      minutesAgo: 1 * DAY + 760,
      text: "佐藤様\n\nお問い合わせありがとうございます。EN417準拠のネジ式OD缶でしたら、そのままお使いいただけます。\n氷点下ではイソブタンとプロパンの混合（寒冷地用）をおすすめします。マイナス15度までは問題なく点火することを確認しております。\n\nフェルンヒル\n新井 ゆき",
    },
  ],
};

const arabic: DemoConversation = {
  key: "shipping-amman",
  mails: [
    {
      from: omar,
      subject: "استفسار عن الشحن إلى عمّان",
      minutesAgo: 1 * DAY + 300,
      html: '<div dir="rtl"><p>السلام عليكم،</p><p>هل تشحنون موقد <b>Ridge 2</b> إلى الأردن؟ وكم تستغرق المدة تقريبًا؟ أحتاج موقدين قبل رحلة إلى وادي رم في نهاية الشهر.</p><p>مع الشكر،<br>عمر الخطيب</p></div>',
      text: "السلام عليكم،\n\nهل تشحنون موقد Ridge 2 إلى الأردن؟ وكم تستغرق المدة تقريبًا؟ أحتاج موقدين قبل رحلة إلى وادي رم في نهاية الشهر.\n\nمع الشكر،\nعمر الخطيب",
    },
    {
      from: omar,
      subject: "Re: استفسار عن الشحن إلى عمّان",
      minutesAgo: 122,
      text: "مرحبًا مرة أخرى،\n\nنسيت أن أسأل: هل يمكن الدفع بالدينار الأردني؟\n\nعمر",
    },
  ],
};

const portuguese: DemoConversation = {
  key: "encomenda-atrasada",
  mails: [
    {
      from: beatriz,
      subject: "Encomenda 40655 ainda não chegou",
      minutesAgo: 26,
      text: "Bom dia,\n\na encomenda 40655 devia ter chegado na terça-feira, mas o seguimento diz há três dias «em trânsito». Podem verificar com a transportadora?\n\nObrigada,\nBeatriz Gonçalves\nTrilhos da Serra",
    },
  ],
};

/** Short conversations in the languages of the people who buy stoves. */
export const languages: DemoConversation[] = [german, french, spanish, japanese, arabic, portuguese];
