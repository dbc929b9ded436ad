import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ precompress: true, out: process.env.BUILD_DIR ?? 'build' }),
    outDir: process.env.KIT_OUT ?? '.svelte-kit',
    csp: {
      // Nonces (hashes on prerendered pages), so that no inline script runs that the server did not write for this very page.
      mode: 'auto',
      directives: {
        'default-src': ['none'],
        // 'wasm-unsafe-eval' compiles Argon2id; it does not allow eval of JavaScript.
        'script-src': ['self', 'wasm-unsafe-eval'],
        'worker-src': ['self'],
        'style-src': ['self'],
        // Positioned popovers and drag handles set style attributes; they cannot run code.
        'style-src-attr': ['unsafe-inline'],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        // Everything is same-origin: the server forwards to Supabase, so no other host is ever named.
        'connect-src': ['self'],
        'manifest-src': ['self'],
        'base-uri': ['none'],
        'form-action': ['self'],
        'frame-ancestors': ['none'],
        'object-src': ['none'],
      },
    },
    typescript: {
      config: (config) => ({
        ...config,
        include: [
          ...config.include,
          '../supabase/**/*.ts',
          '../tests/**/*.ts',
          '../*.config.ts',
          '../*.config.js',
        ],
      }),
    },
  },
};
