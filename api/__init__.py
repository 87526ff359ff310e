"""The API: GraphQL schema (SDL first), REST twins, limits, the page. Imports are lazy: `import api` stays fast."""
