export * from './meta-cloud/index.js';
