import type { EnqueueOptions, Jobs } from '../queue/index.js';

const STAFF = 10;

/** Staff before what is automatic (D8): in line, and in a rush of guests' messages. */
export function priorityOf(
  byStaff: boolean,
): Required<Pick<EnqueueOptions, 'priority'>> & Pick<Jobs['chat.send'], 'by'> {
  return byStaff ? { priority: STAFF, by: 'staff' } : { priority: 0, by: 'automatic' };
}
