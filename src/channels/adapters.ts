import { Inject, Injectable } from '@nestjs/common';

import { ProviderNotAvailableError } from './errors.js';
import type { Provider, ProviderAdapter } from './port.js';

/** All adapters of the program, as one list. */
export const PROVIDER_ADAPTERS = Symbol('provider adapters');

@Injectable()
export class Adapters {
  private readonly byProvider: Map<Provider, ProviderAdapter>;

  constructor(@Inject(PROVIDER_ADAPTERS) adapters: ProviderAdapter[]) {
    this.byProvider = new Map(adapters.map((adapter) => [adapter.provider, adapter]));
  }

  get all(): ProviderAdapter[] {
    return [...this.byProvider.values()];
  }

  /** null: this provider is not built in. */
  find(provider: Provider): ProviderAdapter | null {
    return this.byProvider.get(provider) ?? null;
  }

  of(provider: Provider): ProviderAdapter {
    const adapter = this.find(provider);
    if (!adapter) throw new ProviderNotAvailableError(provider);
    return adapter;
  }
}
