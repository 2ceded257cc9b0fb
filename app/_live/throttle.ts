/** Does it at once, and again at most every `ms` for as long as it is asked to: the last asking is never forgotten. */
export function throttle(ms: number, act: () => void): () => void {
  let resting = false;
  let asked = false;

  function rest() {
    resting = true;
    setTimeout(() => {
      resting = false;
      if (!asked) return;
      asked = false;
      act();
      rest();
    }, ms);
  }

  return () => {
    if (resting) {
      asked = true;
      return;
    }
    act();
    rest();
  };
}
