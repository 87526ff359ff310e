// GraphiQL served from this server alone: no CDN, no fonts, no request but to /graphql.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import "graphiql/graphiql.css";
import "./page.css";
import { examples } from "./examples.js";

const fetcher = createGraphiQLFetcher({ url: "/graphql", fetch: (url, options) => fetch(url, { ...options, credentials: "omit" }) });
createRoot(document.getElementById("graphiql")).render(
  createElement(GraphiQL, {
    fetcher,
    defaultTabs: examples.map((example) => ({ query: example.query, variables: example.variables ?? "" })),
    defaultEditorToolsVisibility: "variables",
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
  }),
);
