/** Whatever runs SQL in the caller's transaction: a Tx, or an ingestion lane's own connection. */
export interface Sql {
  query<T>(sql: string, params?: readonly unknown[]): Promise<T[]>;
}
