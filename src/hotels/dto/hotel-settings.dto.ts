import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateBy } from 'class-validator';

import { IsLike, Nullable, Optional } from '../../common/fields.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export class QuietHoursDto {
  /** @example '22:00' */
  @IsLike(TIME, { message: 'from must be a time as 22:00' })
  from: string;

  /** @example '07:00' */
  @IsLike(TIME, { message: 'to must be a time as 07:00' })
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
  /** Sends, jobs and events that failed for good within an hour and still wait for somebody. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  failedJobs?: number;

  /** Jobs that wait. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  backlog?: number;

  /** Seconds from a guest's message to its routing, for one in ten of the last five minutes. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  slowSeconds?: number;

  /** Seconds the oldest job may wait whose time has come. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  oldestSeconds?: number;

  /** Minutes without a word from a channel that always had one at this hour of the week; null: silence is not watched. */
  @Nullable()
  @IsInt()
  @Min(15)
  @Max(1_440)
  @ApiProperty({ type: Number, nullable: true, required: false })
  silentMinutes?: number | null;
}

export class LimitsDto {
  /** Changes one person or API key may ask for in a minute. */
  @Optional()
  @IsInt()
  @Min(10)
  @Max(1_000_000)
  writesPerMinute?: number;

  /** Disk for the files of this hotel, in bytes; null: what MEDIA_QUOTA says. */
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @ApiProperty({ type: Number, nullable: true, required: false, maximum: Number.MAX_SAFE_INTEGER })
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
