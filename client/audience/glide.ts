/** Rows that change places glide there. To be called before the change; what it returns, after it. */
export function glide(list: Element): () => void {
  const tops = new Map(Array.from(list.children, (row) => [row, row.getBoundingClientRect().top]));
  return () => {
    for (const [row, top] of tops) {
      const moved = top - row.getBoundingClientRect().top;
      if (moved !== 0 && row.isConnected)
        row.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], {
          duration: 260,
          easing: 'ease-out',
        });
    }
  };
}
