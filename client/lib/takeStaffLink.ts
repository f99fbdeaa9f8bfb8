/**
 * A staff link names its debate in the path and carries its key in the fragment, which no server logs.
 * The key leaves the address bar at once, so that it is not read off a screen or sent on with a copied address;
 * the tab keeps it for a reload.
 */
export interface StaffLink {
  debate: string;
  key?: string;
}

function kept(name: string, key: string): string {
  try {
    if (key) sessionStorage.setItem(name, key);
    return key || (sessionStorage.getItem(name) ?? '');
  } catch {
    return key;
  }
}

/** Reads the link of `/SCREEN/DEBATE#KEY`. Without a key the staff cookie speaks for the person. */
export function takeStaffLink(screen: 'moderator' | 'host'): StaffLink {
  const debate = location.pathname.split('/').filter(Boolean)[1] ?? '';
  const key = kept(`sofra.key.${screen}.${debate}`, location.hash.slice(1));
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  return { debate, ...(key && { key }) };
}
