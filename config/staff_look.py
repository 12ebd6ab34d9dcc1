"""How the admin looks: its menu, and the product's colours as Unfold's scales."""

from __future__ import annotations

MENU = {
    "mappings": "Mappings",
    "syncs": "Leads",
    "connections": "Salesforce",
    "tenants": "Clients and people",
}
COLORS = {
    "base": {
        "50": "#f5f6f8",
        "100": "#f2f4f7",
        "200": "#e3e7ec",
        "300": "#ccd3db",
        "400": "#94a1b0",
        "500": "#5d6877",
        "600": "#465260",
        "700": "#26303b",
        "800": "#1a232c",
        "900": "#151c24",
        "950": "#0d1319",
    },
    "primary": {
        "50": "#f5f7fd",
        "100": "#eceffb",
        "200": "#d7ddf6",
        "300": "#b9c3ff",
        "400": "#9aa8ff",
        "500": "#6f80ea",
        "600": "#3446b8",
        "700": "#2a3a9e",
        "800": "#243184",
        "900": "#1d2648",
        "950": "#141b36",
    },
    "font": {
        "subtle-light": "var(--color-base-500)",
        "subtle-dark": "var(--color-base-400)",
        "default-light": "var(--color-base-600)",
        "default-dark": "var(--color-base-300)",
        "important-light": "#16202b",
        "important-dark": "#e7ecf2",
    },
}
