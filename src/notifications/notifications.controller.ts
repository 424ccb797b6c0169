import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, PeopleOnly, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { NotificationsDto, ReadNotificationsDto } from './dto/notifications.dto.js';
import { NotificationPageView, NotificationsReadView } from './notification.view.js';
import { NotificationsRepository } from './notifications.repository.js';

@ApiTags('notifications')
@Controller('api/v1/notifications')
@PeopleOnly()
export class NotificationsController {
  constructor(private readonly notifications: NotificationsRepository) {}

  /** The bell: what this person was told, newest first. */
  @Get()
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() filters: NotificationsDto): Promise<NotificationPageView> {
    return this.notifications.list(me, filters);
  }

  /** Read on one device is read on all of them. */
  @Post('read')
  @HttpCode(200)
  @Fails('invalid_input')
  read(@CurrentUser() me: Principal, @Body() { ids }: ReadNotificationsDto): Promise<NotificationsReadView> {
    return this.notifications.read(me, ids);
  }
}
