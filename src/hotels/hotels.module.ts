import { Module } from '@nestjs/common';

import { DepartmentsModule } from '../departments/index.js';
import { UsersModule } from '../users/index.js';
import { Founding } from './founding.js';
import { HotelController } from './hotel.controller.js';
import { HotelsRepository } from './hotels.repository.js';
import { Hotels } from './hotels.service.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';

@Module({
  imports: [DepartmentsModule, UsersModule],
  controllers: [HotelController, SetupController],
  providers: [Founding, Hotels, HotelsRepository, SetupService],
  exports: [Founding, SetupService],
})
export class HotelsModule {}
