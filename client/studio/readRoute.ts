/** The studio's addresses, and which page each one names. */
export type Route =
  | { page: 'home' }
  | { page: 'newDebate' }
  | { page: 'debate' | 'settings' | 'poster'; id: string }
  | { page: 'unknown' };

export const paths = {
  home: '/studio',
  newDebate: '/studio/new',
  debate: (id: string) => `/studio/debates/${id}`,
  settings: (id: string) => `/studio/settings/${id}`,
  poster: (id: string) => `/studio/poster/${id}`,
};

export function readRoute(pathname: string): Route {
  const [studio, page, id, ...rest] = pathname.split('/').filter(Boolean);
  if (studio !== 'studio' || rest.length > 0) return { page: 'unknown' };
  if (page === undefined) return { page: 'home' };
  if (page === 'new' && id === undefined) return { page: 'newDebate' };
  if (id === undefined) return { page: 'unknown' };
  if (page === 'debates') return { page: 'debate', id };
  return page === 'settings' || page === 'poster' ? { page, id } : { page: 'unknown' };
}
