import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { holdfast } from './src/server/dev/holdfast-plugin.ts';

export default defineConfig({
  plugins: [tailwindcss(), sveltekit(), holdfast()],
});
