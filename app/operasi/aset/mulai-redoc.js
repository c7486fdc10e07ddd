// External, because the page's policy allows no inline script.
Redoc.init("/openapi.json", { nativeScrollbars: true }, document.getElementById("dokumen"));
