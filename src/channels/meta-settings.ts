import { checked } from '../common/validation.pipe.js';
import type { Config } from '../config/config.js';
import { MetaCloudCredentialsDto, MetaCloudSettingsDto } from './dto/meta-cloud.dto.js';
import { GraphUrlNotAllowedError } from './errors.js';

const PROVIDERS_OWN = 'https://graph.facebook.com';

export function metaSettings(value: object, config: Pick<Config, 'demo' | 'meta'>): MetaCloudSettingsDto {
  const given = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
  const settings = checked(MetaCloudSettingsDto, given, 'settings');
  if (settings.graphUrl !== undefined && !isAllowed(settings.graphUrl, config)) throw new GraphUrlNotAllowedError();
  return settings;
}

export function metaCredentials(value: object): Record<string, string> {
  return { ...checked(MetaCloudCredentialsDto, value, 'credentials') };
}

function isAllowed(graphUrl: string, { demo, meta }: Pick<Config, 'demo' | 'meta'>): boolean {
  if (!URL.canParse(graphUrl)) return false;
  const { protocol, host, username, password } = new URL(graphUrl);
  if (!['http:', 'https:'].includes(protocol) || username !== '' || password !== '') return false;
  return (
    demo ||
    [PROVIDERS_OWN, meta.graphUrl].some((allowed) => {
      const house = new URL(allowed);
      return house.host === host && house.protocol === protocol;
    })
  );
}
