export { Neighbours } from './neighbours.js';
export type { AttemptNews, Roster, StaffNews } from './news.js';
export { ProcessesModule } from './processes.module.js';
export { SocketLines } from './socket-lines.js';
