import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const desk = process.env.BELLHOP_DESK ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwindcss()],
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // The desk's Content-Security-Policy has no data: addresses and nothing inline.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      input: { desk: here('./index.html'), phone: here('./phone.html') },
      output: {
        // React is what both pages share; in one piece it packs better than in several.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler|use-sync-external-store)[\\/]/ },
            // So do the many small files that the inbox shares with what is fetched later, and only those: what
            // nobody needs before the first conversation is on the screen stays out of them.
            {
              name: 'inbox',
              test: /web[\\/]src[\\/](?:api|i18n[\\/](?!catalogues)|inbox|lib|live|store|ui)|node_modules[\\/](?:lucide-react|@tanstack)[\\/]/,
              minShareCount: 2,
              tags: ['$initial'],
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': desk,
      '/demo/api': desk,
      '/health': desk,
      '/socket.io': { target: desk, ws: true },
    },
  },
});
