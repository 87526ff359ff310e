// Runs the GraphQL over HTTP audit against a server: node audit.mjs URL. Prints one JSON line per rule.
import { auditServer } from "graphql-http";

const url = process.argv[2];
for (const result of await auditServer({ url, fetchFn: fetch })) {
  console.log(JSON.stringify({ id: result.id, name: result.name, status: result.status, reason: result.reason ?? "" }));
}
