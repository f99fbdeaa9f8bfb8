/** Whether the link works on the computer it was made on and nowhere else: a phone could not follow it. */
export function namesThisComputerOnly(link: string): boolean {
  const { hostname } = new URL(link);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.|\.localhost$/.test(hostname);
}
