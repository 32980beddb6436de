import { join } from 'node:path';
import { defineConfig } from 'vite';

const folder = import.meta.dirname;

/** Two pages, which share most of their code; nothing in them that a strict Content-Security-Policy refuses. */
export default defineConfig({
  root: folder,
  build: {
    target: ['chrome125', 'safari18', 'firefox128'],
    outDir: join(folder, 'dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: [join(folder, 'index.html'), join(folder, 'board.html')] },
  },
});
