/**
 * Holds what is read in its place while something above it grows or leaves. Most browsers do it by themselves;
 * this is for those that do not (Safari). To be called before the change; what it returns, after it.
 */
export function keepPlace(page: Element): () => void {
  if (CSS.supports('overflow-anchor', 'auto') || scrollY <= 0) return () => {};
  const read = Array.from(page.querySelectorAll('li')).find((row) => row.getBoundingClientRect().bottom > 0);
  const top = read?.getBoundingClientRect().top ?? 0;
  return () => {
    if (read?.isConnected) scrollBy(0, read.getBoundingClientRect().top - top);
  };
}
