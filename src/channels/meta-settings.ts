import { checked } from '../common/validation.pipe.js';
import type { Config } from '../config/config.js';
import { MetaCloudCredentialsDto, MetaCloudSettingsDto } from './dto/meta-cloud.dto.js';
import { GraphUrlNotAllowedError } from './errors.js';
import { graphBase } from './meta-cloud/index.js';

export function metaSettings(value: object, config: Pick<Config, 'demo' | 'meta'>): MetaCloudSettingsDto {
  const given = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
  const settings = checked(MetaCloudSettingsDto, given, 'settings');
  const house = { graphUrl: config.meta.graphUrl, anyGraphUrl: config.demo };
  if (graphBase(settings.graphUrl, house) === null) throw new GraphUrlNotAllowedError();
  return settings;
}

export function metaCredentials(value: object): Record<string, string> {
  return { ...checked(MetaCloudCredentialsDto, value, 'credentials') };
}
