#!/usr/bin/env node
import 'reflect-metadata';

import { run } from './cli/index.js';

process.exitCode = await run(process.argv);
