import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { holdfast } from './src/server/dev/holdfast-plugin.ts';

/** The page that somebody sees first, and the layouts around it. */
const firstPage =
  /\/src\/routes\/(?:\(session\)\/(?:\(account\)\/(?:sign-in\/)?)?)?\+(?:layout|page)\.(?:svelte|ts)$/;

/**
 * Fewer files for a browser to fetch: what the first page needs in one, what several other pages share in a second, and the rest
 * of each page by itself. One file for each combination of pages, which is what the bundler makes unasked, was 68 for a page
 * (docs/decisions/0025-few-files.md).
 */
function fewFiles(): Plugin {
  const first = new Set<string>();
  return {
    name: 'holdfast-few-files',
    apply: 'build',
    buildEnd() {
      const found = [...this.getModuleIds()].filter((id) => firstPage.test(id));
      for (let id = found.pop(); id !== undefined; id = found.pop()) {
        if (first.has(id)) continue;
        first.add(id);
        found.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    },
    config: (_config, { isSsrBuild }) => {
      if (isSsrBuild) return {};
      // A module takes what it imports along into its file, unless that is in a file of higher priority.
      const groups = [
        { name: 'first', test: (id: string) => first.has(id), minShareCount: 2, priority: 2 },
        { name: 'shared', minShareCount: 3, priority: 1 },
      ];
      return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } };
    },
  };
}

export default defineConfig({
  plugins: [tailwindcss(), sveltekit(), holdfast(), fewFiles()],
});
