import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Sql } from '../common/sql.js';
import { statements } from '../database/transaction.js';
import type { ConversationCountsView } from './conversation.view.js';
import { WAITS } from './inbox.repository.js';
import { UNREAD_JOINS, UNREAD_MESSAGES } from './unread.js';
import { covers, type Place, type Sight } from './visibility.js';

interface Group extends Place {
  waiting: number;
  free: number;
  all: number;
  past: number;
}

interface OwnGroup extends Place {
  userId: string;
  mine: number;
  unread: number;
}

/**
 * Conversations of the hotel by where they lie; visibility is a matter of the place alone. Those active are
 * counted (conversation_inbox), the many past ones have been counted as they ended (past_tally).
 */
const GROUPS = `
  SELECT c.type, c.department_id AS "departmentId",
         count(*) FILTER (WHERE ${WAITS})::int AS waiting,
         count(*) FILTER (WHERE c.assignee_id IS NULL)::int AS free,
         count(*)::int AS all, 0 AS past
  FROM conversation c WHERE c.hotel_id = $1 AND c.status = 'active' GROUP BY c.type, c.department_id
  UNION ALL
  SELECT p.type, p.department_id, 0, 0, 0, sum(p.count)::int
  FROM past_tally p WHERE p.hotel_id = $1 GROUP BY p.type, p.department_id`;

const OWN_GROUPS = `
  SELECT u.id AS "userId", c.type, c.department_id AS "departmentId",
         count(*) FILTER (WHERE c.assignee_id = u.id)::int AS mine,
         count(*) FILTER (WHERE EXISTS (SELECT 1 ${UNREAD_MESSAGES}))::int AS unread
  FROM conversation c
  JOIN app_user u ON u.hotel_id = c.hotel_id AND u.id = ANY($2::uuid[])
  ${UNREAD_JOINS}
  WHERE c.hotel_id = $1 AND c.status = 'active' GROUP BY u.id, c.type, c.department_id`;

/** The badge figures, equal to the lists of the same filters. */
@Injectable()
export class CountsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Two queries for any number of users. */
  async of(
    hotelId: string,
    users: readonly { userId: string; sight: Sight }[],
    sql: Sql = statements(this.dataSource),
  ): Promise<Map<string, ConversationCountsView>> {
    const [groups, ownGroups] = await Promise.all([
      sql.query<Group>(GROUPS, [hotelId]),
      sql.query<OwnGroup>(OWN_GROUPS, [hotelId, users.map((user) => user.userId)]),
    ]);
    return new Map(
      users.map(({ userId, sight }) => [
        userId,
        sum(
          sight,
          groups,
          ownGroups.filter((group) => group.userId === userId),
        ),
      ]),
    );
  }
}

function sum(sight: Sight, groups: Group[], own: OwnGroup[]): ConversationCountsView {
  const counts = { waiting: 0, mine: 0, free: 0, all: 0, past: 0, unread: 0 };
  for (const group of groups) {
    if (!covers(sight, group)) continue;
    counts.waiting += group.waiting;
    counts.free += group.free;
    counts.all += group.all;
    counts.past += group.past;
  }
  for (const group of own) {
    if (!covers(sight, group)) continue;
    counts.mine += group.mine;
    counts.unread += group.unread;
  }
  return counts;
}
