import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { Departments } from './departments.service.js';
import type { DepartmentPageView, DepartmentView } from './department.view.js';
import { CreateDepartmentDto } from './dto/create-department.dto.js';
import { SetMembersDto } from './dto/set-members.dto.js';
import { UpdateDepartmentDto } from './dto/update-department.dto.js';

@Controller('api/v1/departments')
export class DepartmentsController {
  constructor(private readonly departments: Departments) {}

  /** The hotel's departments in the menu's order, with their members. */
  @Get()
  @Requires('department:read')
  @Fails('invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() page: PageDto): Promise<DepartmentPageView> {
    return this.departments.list(me, page);
  }

  /** Adds a department; its members are set next. */
  @Post()
  @Requires('department:create')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails('invalid_input', 'department_exists', 'idempotency_key_reused', 'invalid_idempotency_key')
  create(
    @CurrentUser() me: Principal,
    @IdempotencyKey() key: string | undefined,
    @Body() dto: CreateDepartmentDto,
  ): Promise<DepartmentView> {
    return this.departments.create(me, key, dto);
  }

  /** Admins change any, managers the ones they are members of. */
  @Patch(':id')
  @Requires('department:write')
  @Fails('invalid_input', 'department_exists', 'version_conflict')
  update(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Body() dto: UpdateDepartmentDto,
  ): Promise<DepartmentView> {
    return this.departments.update(me, id, dto);
  }

  /** Archives it: it leaves the menu, its past conversations stay. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('department:create')
  @Fails('department_in_use', 'department_is_front_desk')
  archive(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.departments.archive(me, id);
  }

  /** Sets who works in it. Rights follow at once, on open screens too. */
  @Put(':id/members')
  @Requires('department:write')
  @Fails('invalid_input')
  setMembers(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Body() dto: SetMembersDto,
  ): Promise<DepartmentView> {
    return this.departments.setMembers(me, id, dto.userIds);
  }
}
