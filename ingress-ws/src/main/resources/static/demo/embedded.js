const tenant = new URLSearchParams(location.search).get("tenant") ?? "shoes";

await window.Parley.mount({ tenant, language: new URLSearchParams(location.search).get("language") ?? "en" });
