import { readdirSync } from 'node:fs';

/** Every file below the folders whose name ends so, as paths from the project's root. */
export function filesIn(folders: string[], endings: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .sort(),
  );
}
