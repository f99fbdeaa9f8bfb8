/** The addresses of the screens that the demo's own address names in its fragment. */
interface DemoScreens {
  phone: string;
  desk: string;
  overlay: string;
}

/** @param fragment as `#debate=ID&code=CODE&moderator=KEY&overlay=KEY`; null where one is missing */
export function readDemoLink(fragment: string): DemoScreens | null {
  const link = new URLSearchParams(fragment.slice(1));
  const [debate, code, moderator, overlay] = ['debate', 'code', 'moderator', 'overlay'].map((name) =>
    link.get(name),
  );
  if (!debate || !code || !moderator || !overlay) return null;
  return {
    phone: `/${code}`,
    desk: `/moderator/${debate}#${moderator}`,
    overlay: `/overlay/${debate}?background=studio#${overlay}`,
  };
}
