import './styles/app.css';
import './lib/theme.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { nearestLanguage, setLanguage } from './i18n/index.js';

await setLanguage(nearestLanguage(navigator.languages));
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
