export { parseWebhook } from './parse.js';
export { answerChallenge, signedWith } from './signature.js';
