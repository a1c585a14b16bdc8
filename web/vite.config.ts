import { defineConfig } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';

// The pages ask one origin for everything: files of this build, and /api of the server they came from.
// In development /api goes to MARSAD_API (the fixture of tests/, or a running `marsad serve`).
export default defineConfig({
  plugins: [svelte()],
  build: { target: 'es2022', chunkSizeWarningLimit: 1400, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  server: { proxy: { '/api': process.env.MARSAD_API ?? 'http://127.0.0.1:7460' } },
});
