import { directDatabaseUrl } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";

/** `npm run db:migrate`: for deployments without server.ts, which migrates by itself. Run it before the new version serves. */
await migrateDatabase(directDatabaseUrl());
console.log("The database is up to date");
