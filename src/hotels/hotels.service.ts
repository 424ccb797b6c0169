import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { actorOf, RightsNews, type Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { checkVersion } from '../common/version.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import type { UpdateHotelDto } from './dto/update-hotel.dto.js';
import type { HotelView } from './hotel.view.js';
import { HotelsRepository } from './hotels.repository.js';

@Injectable()
export class Hotels {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly repository: HotelsRepository,
    private readonly news: RightsNews,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  read(me: Principal): Promise<HotelView> {
    return this.repository.read(me.hotelId);
  }

  update(me: Principal, { version, ...change }: UpdateHotelDto): Promise<HotelView> {
    return inTransaction(this.db, async (tx) => {
      const before = await this.repository.lock(tx, me.hotelId);
      checkVersion(before.version, version);
      const { thresholds, limits, retention, ...rest } = change;
      const wanted: HotelView = {
        ...before,
        ...given(rest),
        thresholds: { ...before.thresholds, ...given(thresholds) },
        limits: { ...before.limits, ...given(limits) },
        retention: { ...before.retention, ...given(retention) },
      };
      if (wanted.frontDeskDepartmentId !== before.frontDeskDepartmentId) await this.checkFrontDesk(tx, wanted);
      const after = await this.repository.save(tx, wanted, this.clock.now());
      if (seesOtherwise(before, after))
        await this.news.rightsChanged(tx, after.id, await this.repository.staffOf(tx, after.id));
      await this.audit.record(tx, {
        hotelId: after.id,
        actor: actorOf(me),
        action: 'hotel.changed',
        subject: { type: 'hotel', id: after.id },
        before: { ...before },
        after: { ...after },
      });
      return after;
    });
  }

  private async checkFrontDesk(tx: Tx, { id, frontDeskDepartmentId }: HotelView): Promise<void> {
    if (frontDeskDepartmentId === null || (await this.repository.hasDepartment(tx, id, frontDeskDepartmentId))) return;
    const message = 'frontDeskDepartmentId must be a department of this hotel';
    throw new InvalidInputError([{ field: 'frontDeskDepartmentId', code: 'unknown_department', message }]);
  }
}

/** Who may see conversations without a department hangs on these two. */
function seesOtherwise(before: HotelView, after: HotelView): boolean {
  return (
    before.generalAudience !== after.generalAudience || before.frontDeskDepartmentId !== after.frontDeskDepartmentId
  );
}

/** What is left out stays as it is. */
function given<T extends object>(part: T | undefined): T {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as T;
}
