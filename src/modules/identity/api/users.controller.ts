import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.js';
import { type Page, PageOf, PageQuery } from '../../../platform/http/page.js';
import { Answers, Creates, Require } from '../../../platform/http/policy.js';
import { ChangeUser } from '../application/change-user.js';
import { CreateUser } from '../application/create-user.js';
import { ListUsers } from '../application/list-users.js';
import { type User } from '../domain/user.js';
import { ChangeUserRequest, CreateUserRequest, UserResponse } from './user.dto.js';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly listUsers: ListUsers,
    private readonly createUser: CreateUser,
    private readonly changeUser: ChangeUser,
  ) {}

  @Get()
  @Require('administration')
  @Answers(PageOf(UserResponse))
  @ApiOperation({ summary: 'Users, newest first' })
  list(@Query() query: PageQuery): Promise<Page<User>> {
    return this.listUsers.run(query);
  }

  @Post()
  @Require('administration')
  @Creates(({ id }: User) => `/users/${id}`)
  @Answers(UserResponse)
  @ApiOperation({ summary: 'Make a user' })
  create(@Body() body: CreateUserRequest): Promise<User> {
    return this.createUser.run(body);
  }

  @Patch(':id')
  @Require('administration')
  @Answers(UserResponse)
  @ApiOperation({ summary: 'Change a user', description: 'Holds from the next request of that user.' })
  change(@IdParam() id: string, @Body() body: ChangeUserRequest): Promise<User> {
    return this.changeUser.run(id, body);
  }
}
