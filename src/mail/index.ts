export { MailModule } from './mail.module.js';
export { Mailer, MailNotSentError, type Mail } from './mailer.js';
