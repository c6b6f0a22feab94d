// The book has one language, its pages have two: a page in English says so.
if (/\.en\.html$/.test(location.pathname)) document.documentElement.lang = "en";
