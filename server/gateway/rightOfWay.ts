/** Acts of staff that are on their way to the disk go before the telling of phones, which waits for them a moment. */

/** Of one telling of all phones: whoever acts without a pause delays it by no more. */
const GIVES_WAY_MS = 50;

export class RightOfWay {
  /** The latest act. It is over once all before it are, of the same person. */
  #act: Promise<void> | undefined;

  /** @param performing settles when the act is over */
  take(performing: Promise<unknown>): void {
    const act: Promise<void> = performing
      .then(
        () => {},
        () => {},
      )
      .then(() => {
        if (this.#act === act) this.#act = undefined;
      });
    this.#act = act;
  }

  /** For one telling. @returns what to ask before each of its steps: what to wait for, if anything */
  giving(): () => Promise<void> | undefined {
    let leftMs = GIVES_WAY_MS;
    return () => {
      const act = this.#act;
      if (!act || leftMs <= 0) return undefined;
      const since = performance.now();
      return new Promise((goOn) => {
        const go = () => {
          clearTimeout(timer);
          leftMs -= performance.now() - since;
          goOn();
        };
        const timer = setTimeout(go, leftMs);
        void act.then(go);
      });
    };
  }
}
