import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ precompress: true, out: process.env.BUILD_DIR ?? 'build' }),
    outDir: process.env.KIT_OUT ?? '.svelte-kit',
    // The shell is shown at any address when there is no connection, so its own addresses begin at the root.
    paths: { relative: false },
    // Registered once somebody has opened their keys, not by whoever looks at the first page.
    serviceWorker: { register: false },
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
        // The worker declares the few parts of its scope that it uses, so it is checked with everything else.
        exclude: config.exclude.filter((path) => !path.includes('service-worker')),
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
