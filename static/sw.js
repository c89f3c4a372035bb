// Stands in for the network where there is none, for a visitor who asked to keep a page. It keeps nothing by itself.
self.addEventListener("fetch", event => {
    const { request } = event;
    if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
    event.respondWith(fetch(request).catch(async () => {
        const kept = await caches.match(request, { ignoreVary: true });
        return kept ?? (request.mode === "navigate" ? caches.match("/offline", { ignoreVary: true }) : Response.error());
    }));
});
