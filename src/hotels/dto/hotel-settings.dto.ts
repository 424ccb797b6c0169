import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Matches, Max, Min, ValidateBy } from 'class-validator';

import { Nullable, Optional } from '../../common/fields.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST = 1_000_000;

export class QuietHoursDto {
  /** @example '22:00' */
  @Matches(TIME, { message: 'from must be a time as 22:00' })
  from: string;

  /** @example '07:00' */
  @Matches(TIME, { message: 'to must be a time as 07:00' })
  @ValidateBy({
    name: 'isAnotherTime',
    validator: {
      validate: (to, about) => to !== (about?.object as QuietHoursDto | undefined)?.from,
      defaultMessage: () => 'to must be another time than from',
    },
  })
  to: string;
}

/** From where on administrators are told. What is left out stays. */
export class ThresholdsDto {
  /** Sends and jobs that failed for good within an hour. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(MOST)
  failedJobs?: number;

  /** Jobs that wait. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(MOST)
  backlog?: number;

  /** Seconds from a guest's message to its routing. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  slowSeconds?: number;
}

export class LimitsDto {
  /** Changes one person or API key may ask for in a minute. */
  @Optional()
  @IsInt()
  @Min(10)
  @Max(MOST)
  writesPerMinute?: number;

  /** Disk for the files of this hotel, in bytes; null: what MEDIA_QUOTA says. */
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @ApiProperty({ type: Number, nullable: true, required: false })
  mediaBytes?: number | null;
}

/** What is left out stays; null: kept until somebody erases it. */
export class RetentionDto {
  @Nullable()
  @IsInt()
  @Min(30)
  @Max(36_500)
  @ApiProperty({ type: Number, nullable: true, required: false })
  messageDays?: number | null;

  @Nullable()
  @IsInt()
  @Min(1)
  @Max(36_500)
  @ApiProperty({ type: Number, nullable: true, required: false })
  mediaDays?: number | null;
}
