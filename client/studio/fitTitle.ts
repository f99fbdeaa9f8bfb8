/** Sets `--title`, a number of millimetres, on the poster's page: the largest at which everything fits the page. */
const LARGEST = 19;
const SMALLEST = 6;
const STEP = 0.5;
/** Letters of the largest title that a line holds, about: a longer word would be broken. */
const LINE_AT_1_MM = 300;

export function fitTitle(page: HTMLElement): void {
  const enlarge = () => {
    const longestWord = Math.max(1, ...words(page).map((word) => word.length));
    let size = Math.max(SMALLEST, Math.min(LARGEST, Math.floor(LINE_AT_1_MM / longestWord)));
    do {
      page.style.setProperty('--title', String(size));
      size -= STEP;
    } while (page.scrollHeight > page.clientHeight && size >= SMALLEST);
  };
  enlarge();
  void document.fonts.ready.then(enlarge);
}

const words = (page: HTMLElement): string[] =>
  (page.querySelector('.title')?.textContent ?? '').split(/[\s-]+/);
