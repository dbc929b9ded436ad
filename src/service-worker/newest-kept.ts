/**
 * A page as the newest version keeps it that is here as a whole. One that is still being fetched has nothing yet, since its files are put
 * there all at once.
 * @param prefix what the names of the caches of all versions begin with; a cache made later is of a newer version
 */
export async function newestKept(path: string, prefix: string): Promise<Response | undefined> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  for (const name of names.reverse()) {
    const known = await (await caches.open(name)).match(path);
    if (known !== undefined) return known;
  }
  return undefined;
}
