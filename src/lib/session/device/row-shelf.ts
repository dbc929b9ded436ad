import { openText, sealText } from '../../crypto/envelopes/index.ts';
import { deviceRowsKey, type SharedBranch } from '../../crypto/keys/index.ts';
import { createLocalDrafts } from '../../data/local-drafts.ts';
import { rowPrefix } from '../../data/kept-rows.ts';
import type { RowShelf } from '../../data/row-memory.ts';

/** Where this device keeps a person's rows: sealed under their shared branch, beside their drafts, and forgotten with them. */
export function openRowShelf(userId: string, shared: SharedBranch): RowShelf {
  const local = createLocalDrafts(userId);
  const key = deviceRowsKey(shared);
  const binding = (name: string) =>
    ({
      kind: 'value',
      owner: userId,
      object: userId,
      field: `device_rows/${name}`,
      generation: 0,
    }) as const;

  return {
    async get(name) {
      const found = await local.get(`${rowPrefix}${name}`);
      if (found === null) return null;
      return { text: await openText(await key, binding(name), found.envelope), at: found.at };
    },
    async put(name, text) {
      await local.put(`${rowPrefix}${name}`, await sealText(await key, binding(name), text));
    },
    async keys() {
      const names = await local.keys(rowPrefix);
      return names.map((name) => name.slice(rowPrefix.length));
    },
    remove: (name) => local.remove(`${rowPrefix}${name}`),
  };
}
