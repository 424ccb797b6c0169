import '../styles/app.css';
import '../lib/theme.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { PhonePage } from './phone-page.js';

createRoot(document.getElementById('phone')!).render(
  <StrictMode>
    <PhonePage />
  </StrictMode>,
);
