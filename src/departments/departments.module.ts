import { Module } from '@nestjs/common';

import { DepartmentsController } from './departments.controller.js';
import { DepartmentsRepository } from './departments.repository.js';
import { Departments } from './departments.service.js';
import { MembersRepository } from './members.repository.js';

@Module({
  controllers: [DepartmentsController],
  providers: [Departments, DepartmentsRepository, MembersRepository],
  exports: [Departments],
})
export class DepartmentsModule {}
